import { type ChildProcess, spawn } from 'node:child_process'

/** Reads `+ group` and `- group`; when nobody writes any more, ends what is left. */
const SCRIPT = `groups=
while read -r op group; do
  rest=
  for each in $groups; do [ "$each" = "$group" ] || rest="$rest $each"; done
  groups=$rest
  [ "$op" = + ] && groups="$groups $group"
done
for each in $groups; do env kill -s KILL -- "-$each" 2>/dev/null; done`

let reaper: ChildProcess | undefined

/**
 * Process groups that must not outlive this process, however it ends: one that is frozen would stay for ever. Kept by a shell that hears from
 * the end of its input that this process is gone. Without effect on Windows, which has no process groups.
 */
export function endsWithUs(group: number): void {
  if (process.platform === 'win32') return
  if (reaper === undefined) {
    reaper = spawn('/bin/sh', ['-c', SCRIPT], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
    reaper.unref()
    reaper.on('error', () => {})
    reaper.stdin?.on('error', () => {})
    ;(reaper.stdin as unknown as { unref(): void }).unref()
  }
  reaper.stdin?.write(`+ ${group}\n`)
}

/** The group has ended. */
export function hasEnded(group: number): void {
  reaper?.stdin?.write(`- ${group}\n`)
}
