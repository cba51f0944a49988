/** `#rrggbb`. */
export type Colour = string

export type ThemeName = 'light' | 'dark'

/** Colours of all but the data. */
export interface Theme {
  readonly paper: Colour
  readonly ink: Colour
  readonly faint: Colour
  readonly grid: Colour
}

/** Uncertain: AWS's own. */
export const THEMES: Readonly<Record<ThemeName, Theme>> = {
  light: { paper: '#ffffff', ink: '#16191f', faint: '#687078', grid: '#e4e7ea' },
  dark: { paper: '#1a2029', ink: '#eaeded', faint: '#aab7b8', grid: '#37404d' },
}

/** Colours of data that has none of its own, one after the other. */
export const COLOURS: readonly Colour[] = [
  '#1f77b4',
  '#ff7f0e',
  '#2ca02c',
  '#d62728',
  '#9467bd',
  '#8c564b',
  '#e377c2',
  '#7f7f7f',
  '#bcbd22',
  '#17becf',
]
