/** Libraries that only some templates and calls need: each is loaded when it is first asked for. */

/** Reads and writes YAML. 25 ms that templates in JSON do not pay. */
export const yaml = (): typeof import('yaml') => require('yaml')

/** Reads and writes zip files. */
export const fflate = (): typeof import('fflate') => require('fflate')
