import { comeIn, type Proof } from './proof'

/** Somebody without credentials comes to an integration: for findings that say that nothing stops them. */
export const cameIn: Proof = (trial) => comeIn(trial)
