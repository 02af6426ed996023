import { StyleProvider } from '@ant-design/cssinjs'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App, ConfigProvider, type ConfigProviderProps } from 'antd'
import enGB from 'antd/locale/en_GB.js'
import zhCN from 'antd/locale/zh_CN.js'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn.js'
import { type ReactNode, useEffect } from 'react'
import { antdTheme } from './antd-theme.ts'
import { LanguageProvider, useLanguage } from './language.tsx'
import { SchemeProvider, useScheme } from './scheme.tsx'

/** Everything a desk screen stands on: queries, language, light or dark, Ant Design in our tokens. */
export function Desk({ client, children }: { client: QueryClient; children: ReactNode }) {
  return (
    <QueryClientProvider client={client}>
      <LanguageProvider>
        <SchemeProvider>
          <Themed>{children}</Themed>
        </SchemeProvider>
      </LanguageProvider>
    </QueryClientProvider>
  )
}

/**
 * Ant Design's styles come from the style sheet made while building. What it would still write into the page at
 * run time (the same variables again) goes into an element that stands in no document.
 */
const nowhere = document.createElement('div')

type Locale = NonNullable<ConfigProviderProps['locale']>

/** Node's types and the bundler disagree on what such a file exports by default. */
const localeOf = (module: Locale | { default: Locale }): Locale =>
  'default' in module ? module.default : module

function Themed({ children }: { children: ReactNode }) {
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
        <App component={false}>{children}</App>
      </ConfigProvider>
    </StyleProvider>
  )
}
