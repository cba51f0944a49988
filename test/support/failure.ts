/** How an operation fails: `404 NotFoundException: message`; `no failure` when it does not. */
export async function failure(run: () => unknown): Promise<string> {
  try {
    await run()
    return 'no failure'
  } catch (error) {
    const { code, message, status } = error as { code: string; message: string; status: number }
    return `${status} ${code}: ${message}`
  }
}
