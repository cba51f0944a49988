import { constants } from 'node:os'
import { SIGNALLED } from './messages'

/** Signals that end no process by themselves. */
const HARMLESS: readonly NodeJS.Signals[] = ['SIGCHLD', 'SIGCONT', 'SIGURG', 'SIGWINCH']

/** A handler that sends a signal to its own process means its environment: in a thread it must not reach the emulator and all others. */
export function keepSignals(): void {
  const kill = process.kill.bind(process)
  process.kill = (pid, signal = 'SIGTERM') => {
    const found = Object.entries(constants.signals).find(([name, number]) => name === signal || number === signal)
    // Node itself says what is no signal.
    if (found === undefined || ![process.pid, -process.pid, 0].includes(Number(pid))) return kill(pid, signal)
    const [name, number] = found as [NodeJS.Signals, number]
    if (process.listenerCount(name) > 0) process.nextTick(() => process.emit(name, name))
    else if (!HARMLESS.includes(name)) process.exit(SIGNALLED + number)
    return true
  }
}
