import { StyleProvider } from '@ant-design/cssinjs'
import { ConfigProvider, type ConfigProviderProps } from 'antd'
import enGB from 'antd/locale/en_GB.js'
import zhCN from 'antd/locale/zh_CN.js'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn.js'
import { type ReactNode, useEffect } from 'react'
import { antdTheme } from './antd-theme.ts'
import { useLanguage } from './language.tsx'
import { useScheme } from './scheme.tsx'
import 'virtual:antd.css'

/**
 * Ant Design's styles come from the style sheet made while building. What it would still write into the page at
 * run time (the same variables again) goes into an element that stands in no document.
 */
const nowhere = document.createElement('div')

type Locale = NonNullable<ConfigProviderProps['locale']>

/** Node's types and the bundler disagree on what such a file exports by default. */
const localeOf = (module: Locale | { default: Locale }): Locale =>
  'default' in module ? module.default : module

/** Ant Design in our tokens and the reader's language. Screens that need none of it (sign-in) load none of it. */
export function AntdProvider({ children }: { children: ReactNode }) {
  const { language } = useLanguage()
  const { scheme } = useScheme()
  useEffect(() => {
    dayjs.locale(language === 'zh' ? 'zh-cn' : 'en')
  }, [language])
  return (
    <StyleProvider container={nowhere}>
      <ConfigProvider
        locale={localeOf(language === 'zh' ? zhCN : enGB)}
        theme={{ ...antdTheme(scheme), zeroRuntime: true }}
        button={{ autoInsertSpace: false }}
        wave={{ disabled: true }}
      >
        {children}
      </ConfigProvider>
    </StyleProvider>
  )
}
