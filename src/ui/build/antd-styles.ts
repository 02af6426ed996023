import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCache, extractStyle, StyleProvider } from '@ant-design/cssinjs'
import * as antd from 'antd'
import { type ComponentType, createElement, type ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { antdTheme } from '../antd-theme.ts'
import type { Scheme } from '../tokens.ts'

/**
 * The style sheet of the Ant Design components that the sources import, in both schemes. Made while building:
 * computing it in the browser costs an old office PC a noticeable part of the first second, and puts style tags
 * into the page that a strict content security policy has to refuse.
 */
export function antdCss(sources: string): string {
  const names = [...new Set(importedFromAntd(sources))].sort()
  const parts = (['light', 'dark'] as const).map((scheme) => extract(names, scheme))
  const [first] = parts
  return [...new Set(parts.map((part) => part.variables)), withoutLinks(first?.rules ?? '')].join('\n')
}

/**
 * Ant Design gives every link of the page its own colour, which is unknown outside its parts, and takes the outline
 * from the one in focus. Links are ours.
 */
const withoutLinks = (rules: string): string =>
  rules.replace(/(?<=^|[}\n])a(?:[:[][^{},]*)?(?:,a(?:[:[][^{},]*)?)*\{[^{}]*\}/g, '')

function extract(names: readonly string[], scheme: Scheme): { variables: string; rules: string } {
  const cache = createCache()
  for (const element of names.flatMap(samplesOf)) {
    const themed = createElement(antd.ConfigProvider, { theme: antdTheme(scheme) }, element)
    renderToString(createElement(StyleProvider, { cache }, themed))
  }
  return {
    variables: extractStyle(cache, { plain: true, types: ['token', 'cssVar'] }),
    rules: extractStyle(cache, { plain: true, types: 'style' }),
  }
}

type Sample = ComponentType<Record<string, unknown>> & {
  _InternalPanelDoNotUseOrYouWillBeFired?: Sample
} & Record<string, unknown>

/** A component with as little as it needs to register its styles, and its sub-components (Form.Item). */
function samplesOf(name: string): ReactNode[] {
  const exported = (antd as unknown as Record<string, Sample>)[name]
  if (!exported) return []
  const panel = exported._InternalPanelDoNotUseOrYouWillBeFired
  const props = { items: [], title: ' ', description: ' ' }
  const isComponent = /^[A-Z]/.test(name)
  return [
    ...(isComponent
      ? [createElement(exported, propsOf(name, props), childless.test(name) ? null : createElement('span'))]
      : []),
    ...(panel ? [createElement(panel, { title: ' ', content: ' ' })] : []),
    ...subSamples(name, exported),
  ]
}

/** Those that take no children, or only certain ones. */
const childless =
  /^(Input|InputNumber|Select|Table|Tabs|Form|Descriptions|AutoComplete|Radio|Segmented|Empty)/

const propsOf = (name: string, props: Record<string, unknown>) =>
  childless.test(name) ? {} : name === 'Dropdown' ? { ...props, menu: { items: [] } } : props

const subSamples = (name: string, exported: Sample): ReactNode[] =>
  (subComponents[name] ?? []).map((part) => createElement(exported[part] as Sample, { key: part }))

const subComponents: Record<string, string[]> = {
  Input: ['TextArea', 'Search', 'Password'],
  DatePicker: ['RangePicker'],
  Form: ['Item'],
  Radio: ['Group', 'Button'],
  Checkbox: ['Group'],
  Typography: ['Text', 'Title', 'Paragraph', 'Link'],
  Upload: ['Dragger'],
  Space: ['Compact'],
}

function importedFromAntd(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tsx') && !path.endsWith('.test.tsx'))
    .flatMap((path) => [
      ...readFileSync(join(folder, path), 'utf8').matchAll(/import \{([^}]*)\} from 'antd'/g),
    ])
    .flatMap(([, list = '']) => list.split(','))
    .map((entry) => entry.trim().split(' as ')[0] ?? '')
    .filter((name) => name !== '' && !name.startsWith('type '))
}
