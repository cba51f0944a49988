/** What a schema says that draft 4 has no words for, and where. */
export class Unsayable extends Error {
  constructor(
    readonly keyword: string,
    /** A JSON pointer, `#/properties/a`. */
    readonly at: string,
    readonly fix: string,
  ) {
    super(`${keyword} at ${at}`)
  }
}
