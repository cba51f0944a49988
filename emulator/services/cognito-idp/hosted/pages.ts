import type { GatewayResponse } from '../../../gateway/exchange'
import { html } from './exchange'

/** The form that signs a user in; it works without script and posts to the URL that it came from. */
export function signInPage(poolName: string, fault?: { readonly status: number; readonly message: string }): GatewayResponse {
  return page(fault?.status ?? 200, `Sign in to ${poolName}`, [
    alert(fault?.message),
    '<form method="post">',
    '<label>User name <input name="username" autocomplete="username" required autofocus></label>',
    '<label>Password <input name="password" type="password" autocomplete="current-password" required></label>',
    '<button type="submit">Sign in</button>',
    '</form>',
  ])
}

/** The form by which a user with a temporary password chooses one of their own. */
export function newPasswordPage(
  username: string,
  session: string,
  fault?: { readonly status: number; readonly message: string },
): GatewayResponse {
  return page(fault?.status ?? 200, 'Choose a new password', [
    alert(fault?.message),
    '<form method="post">',
    `<input name="username" type="hidden" value="${escapeText(username)}">`,
    `<input name="session" type="hidden" value="${escapeText(session)}">`,
    '<label>New password <input name="new_password" type="password" autocomplete="new-password" required autofocus></label>',
    '<button type="submit">Continue</button>',
    '</form>',
  ])
}

/** What a person sees when an application cannot be told what is wrong. */
export function errorPage(error: string): GatewayResponse {
  return page(400, 'An error was encountered with the requested page.', [`<p>${escapeText(error)}</p>`])
}

function alert(message: string | undefined): string {
  return message === undefined ? '' : `<p role="alert">${escapeText(message)}</p>`
}

const STYLE =
  'body{font:16px system-ui;max-width:24rem;margin:4rem auto;padding:0 1rem}label,input,button{display:block;width:100%;margin:.5rem 0}'

function page(status: number, title: string, content: readonly string[]): GatewayResponse {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeText(title)}</title><style>${STYLE}</style>`
  return html(
    status,
    `<!doctype html><html lang="en"><head>${head}</head><body><h1>${escapeText(title)}</h1>${content.join('')}</body></html>`,
  )
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
