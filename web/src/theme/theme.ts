import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'
import { cssVariables, surfaces } from './palette.ts'

/** The one accent color. */
const tide: MantineColorsTuple = [
  '#e6f6f8',
  '#cdeaef',
  '#9bd5df',
  '#5cc3d3',
  '#35a3b5',
  '#1a8496',
  '#0f7283',
  '#0b6675',
  '#0a5561',
  '#07404a',
]

const night: MantineColorsTuple = [
  '#dfe5ea',
  '#c3ccd4',
  '#9eabb7',
  '#73808d',
  '#3a4550',
  '#2b353f',
  '#212a32',
  surfaces.dark.raised,
  surfaces.dark.page,
  '#0b0f13',
]

const SYSTEM_FONTS =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, Cantarell, "Helvetica Neue", Arial, sans-serif'

/** The head of a dialog is a `header` element, which is not to be taken for a second banner of the page. */
const noBanner = { header: { role: 'presentation' } }

export const theme = createTheme({
  primaryColor: 'tide',
  primaryShade: { light: 7, dark: 7 },
  colors: { tide, dark: night },
  fontFamily: SYSTEM_FONTS,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '20px' },
  headings: { fontWeight: '600', sizes: { h1: { fontSize: '20px', lineHeight: '28px' }, h2: { fontSize: '16px' } } },
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { fw: 500 } },
    Drawer: {
      defaultProps: { transitionProps: { duration: 120 }, attributes: noBanner },
      styles: { title: { fontWeight: 600, lineHeight: 1.3 } },
    },
    Modal: {
      defaultProps: { transitionProps: { duration: 120 }, attributes: noBanner },
      styles: { title: { fontWeight: 600, lineHeight: 1.3 } },
    },
    Popover: { defaultProps: { transitionProps: { duration: 100 } } },
    Menu: { defaultProps: { transitionProps: { duration: 100 } } },
    Tooltip: { defaultProps: { transitionProps: { duration: 100 }, multiline: true, maw: 360, withArrow: true } },
  },
})

export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...cssVariables('light'),
    '--bw-page': surfaces.light.page,
    '--bw-raised': surfaces.light.raised,
    '--mantine-color-text': surfaces.light.text,
    '--mantine-color-dimmed': surfaces.light.dimmed,
    '--mantine-color-placeholder': surfaces.light.dimmed,
    '--mantine-color-anchor': surfaces.light.accent,
    '--mantine-color-error': '#b3123a',
  },
  dark: {
    ...cssVariables('dark'),
    '--bw-page': surfaces.dark.page,
    '--bw-raised': surfaces.dark.raised,
    '--mantine-color-text': surfaces.dark.text,
    '--mantine-color-dimmed': surfaces.dark.dimmed,
    '--mantine-color-placeholder': surfaces.dark.dimmed,
    '--mantine-color-anchor': surfaces.dark.accent,
    '--mantine-color-error': '#ff9bad',
  },
})
