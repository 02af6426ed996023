import { type ThemeConfig, theme } from 'antd'
import { colors, font, radius, type Scheme } from './tokens.ts'

/** Ant Design in our palette. Its components keep their own names for the same colours. */
export function antdTheme(scheme: Scheme): ThemeConfig {
  const c = colors[scheme]
  return {
    algorithm: scheme === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    hashed: false,
    cssVar: { key: `ant-${scheme}` },
    token: {
      fontFamily: font.family,
      fontFamilyCode: font.mono,
      fontSize: font.size,
      lineHeight: font.line / font.size,
      borderRadius: radius,
      borderRadiusLG: radius,
      borderRadiusSM: 4,
      colorPrimary: c.accent,
      colorInfo: c.accent,
      colorLink: c.accent,
      colorError: c.late,
      colorWarning: c.soon,
      colorSuccess: c.verified,
      colorText: c.ink,
      colorTextSecondary: c.inkSoft,
      colorTextTertiary: c.inkFaint,
      colorTextPlaceholder: c.inkFaint,
      colorTextDescription: c.inkSoft,
      colorTextDisabled: c.inkFaint,
      colorBgBase: c.paper,
      colorBgContainer: c.paper,
      colorBgElevated: c.paper,
      colorBgLayout: c.ground,
      colorBorder: c.hairlineStrong,
      colorBorderSecondary: c.hairline,
      colorSplit: c.hairline,
      colorTextLightSolid: c.onAccent,
      boxShadow: `0 0 0 1px ${c.hairline}`,
      boxShadowSecondary: `0 0 0 1px ${c.hairline}, 0 4px 16px rgb(0 0 0 / ${scheme === 'dark' ? 0.5 : 0.1})`,
      controlHeight: 32,
      // Nothing slides or fades: it would only make an old computer feel slower.
      motion: false,
    },
    components: {
      Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
      Drawer: { paddingLG: 20 },
    },
  }
}
