/** Text on its background; both themes keep at least 4.5 : 1 (WCAG 2.2, 1.4.3), which a test proves. */
export interface Tint {
  readonly text: string
  readonly background: string
}

export type ColorScheme = 'light' | 'dark'

/** How bad a risk is. Always shown with its word, never by color alone. */
export const severityTints = {
  CRITICAL: {
    light: { text: '#ffffff', background: '#a8123a' },
    dark: { text: '#ffffff', background: '#b32048' },
  },
  HIGH: {
    light: { text: '#8a2a06', background: '#ffe3d3' },
    dark: { text: '#ffb899', background: '#4d2314' },
  },
  MEDIUM: {
    light: { text: '#6a4600', background: '#fff0c4' },
    dark: { text: '#ffd683', background: '#453511' },
  },
  LOW: {
    light: { text: '#1c4d79', background: '#dcebfa' },
    dark: { text: '#a3cdf6', background: '#173350' },
  },
  UNKNOWN: {
    light: { text: '#48505a', background: '#e9ecef' },
    dark: { text: '#c5ccd4', background: '#343b44' },
  },
} as const satisfies Record<string, Record<ColorScheme, Tint>>

/** Who reaches a port. Always shown with its word and a mark, never by color alone. */
export const verdictTints = {
  INTERNET: {
    light: { text: '#ffffff', background: '#a8123a' },
    dark: { text: '#ffffff', background: '#b32048' },
  },
  RESTRICTED: {
    light: { text: '#8a2a06', background: '#ffe3d3' },
    dark: { text: '#ffb899', background: '#4d2314' },
  },
  POSSIBLE: {
    light: { text: '#6a4600', background: '#fff0c4' },
    dark: { text: '#ffd683', background: '#453511' },
  },
  PRIVATE: {
    light: { text: '#1c4d79', background: '#dcebfa' },
    dark: { text: '#a3cdf6', background: '#173350' },
  },
  BLOCKED: {
    light: { text: '#0a5a31', background: '#daf2e3' },
    dark: { text: '#93deb1', background: '#143b27' },
  },
  NONE: {
    light: { text: '#48505a', background: '#e9ecef' },
    dark: { text: '#c5ccd4', background: '#343b44' },
  },
} as const satisfies Record<string, Record<ColorScheme, Tint>>

/** How a thing is doing: a cluster, a task, a pod. */
export const toneTints = {
  good: {
    light: { text: '#0a5a31', background: '#daf2e3' },
    dark: { text: '#93deb1', background: '#143b27' },
  },
  busy: {
    light: { text: '#0b5563', background: '#d8f0f4' },
    dark: { text: '#8fd8e6', background: '#12383f' },
  },
  warning: {
    light: { text: '#6a4600', background: '#fff0c4' },
    dark: { text: '#ffd683', background: '#453511' },
  },
  bad: {
    light: { text: '#8f1530', background: '#fde2e6' },
    dark: { text: '#ffb0bd', background: '#4c1a25' },
  },
  idle: {
    light: { text: '#48505a', background: '#e9ecef' },
    dark: { text: '#c5ccd4', background: '#343b44' },
  },
} as const satisfies Record<string, Record<ColorScheme, Tint>>

export type Tone = keyof typeof toneTints

/** Page and raised surfaces with the two kinds of text that stand on them. */
export const surfaces = {
  light: { page: '#f6f8f9', raised: '#ffffff', text: '#15202b', dimmed: '#55616d', accent: '#0b6675' },
  dark: { page: '#11161b', raised: '#181f26', text: '#dfe5ea', dimmed: '#9eabb7', accent: '#5cc3d3' },
} as const satisfies Record<ColorScheme, Record<string, string>>

/** CSS variables of one theme, such as `--bw-severity-HIGH-text`. */
export function cssVariables(scheme: ColorScheme): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const [severity, tint] of Object.entries(severityTints)) {
    variables[`--bw-severity-${severity}-text`] = tint[scheme].text
    variables[`--bw-severity-${severity}-background`] = tint[scheme].background
  }
  for (const [verdict, tint] of Object.entries(verdictTints)) {
    variables[`--bw-verdict-${verdict}-text`] = tint[scheme].text
    variables[`--bw-verdict-${verdict}-background`] = tint[scheme].background
  }
  for (const [tone, tint] of Object.entries(toneTints)) {
    variables[`--bw-tone-${tone}-text`] = tint[scheme].text
    variables[`--bw-tone-${tone}-background`] = tint[scheme].background
  }
  return variables
}

/** Contrast of two colors `#rrggbb`, 1 to 21. Source: WCAG 2.2, relative luminance and contrast ratio. */
export function contrast(one: string, other: string): number {
  const [lighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(color: string): number {
  return 0.2126 * channel(color, 1) + 0.7152 * channel(color, 3) + 0.0722 * channel(color, 5)
}

function channel(color: string, start: number): number {
  const value = Number.parseInt(color.slice(start, start + 2), 16) / 255
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}
