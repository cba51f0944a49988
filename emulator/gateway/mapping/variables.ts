/** Replaces `${stageVariables.name}` in a URI, an ARN or a name; a variable that is not set is the empty string (facts/03, section 4). */
export function fillStageVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{stageVariables\.([A-Za-z0-9_]+)\}/g, (_all, name: string) => variables[name] ?? '')
}
