import { ledgerTable } from './counts'

console.log(ledgerTable())
