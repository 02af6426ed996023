/**
 * The one palette of desk, field, portal and print. Every colour is a pair (light, dark) that keeps contrast AA on
 * its own background. Red is for late, amber for due soon, green for closed and verified; nothing else uses them.
 */
export const colors = {
  light: {
    paper: '#ffffff',
    ground: '#f5f6f7',
    sunken: '#eceef0',
    ink: '#1b2128',
    inkSoft: '#55606b',
    inkFaint: '#6b7580',
    hairline: '#d9dde1',
    hairlineStrong: '#848e98',
    accent: '#1f4e8c',
    accentMid: '#5277a9',
    accentSoft: '#e8eef6',
    onAccent: '#ffffff',
    late: '#b3261e',
    lateSoft: '#fbeae9',
    soon: '#855300',
    soonSoft: '#fcf1de',
    verified: '#1d6b3a',
    verifiedSoft: '#e6f2ea',
  },
  dark: {
    paper: '#171b20',
    ground: '#101317',
    sunken: '#22272e',
    ink: '#e6e9ec',
    inkSoft: '#aab3bc',
    inkFaint: '#939da7',
    hairline: '#323941',
    hairlineStrong: '#75808b',
    accent: '#8db8ee',
    accentMid: '#6188b8',
    accentSoft: '#1e2c3e',
    onAccent: '#0e1620',
    late: '#ff9a92',
    lateSoft: '#3b1f1d',
    soon: '#f0b95c',
    soonSoft: '#382a12',
    verified: '#7fcf9b',
    verifiedSoft: '#16301f',
  },
} as const

export type Scheme = keyof typeof colors

export const font = {
  family: '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif',
  mono: 'ui-monospace,Consolas,"Noto Sans Mono CJK SC",monospace',
  size: 14,
  line: 22,
}

export const radius = 6

const kebab = (name: string) => name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)

/** The same palette as custom properties (`--ink-soft`), for style sheets. */
export const cssVariables = (scheme: Scheme): Record<string, string> =>
  Object.fromEntries(Object.entries(colors[scheme]).map(([name, value]) => [`--${kebab(name)}`, value]))
