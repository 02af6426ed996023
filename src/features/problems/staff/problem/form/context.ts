import type { Known, Setting } from '../acts/settings.ts'
import type { ActForm } from './use-form.ts'

/** What every field of a form may need to know. */
export type FormContext = {
  form: ActForm
  known: Known
  settingAt: (path: string) => Setting
}

/** The setting of a field; inside a list, of the field of one row. */
export function settingIn(settings: Record<string, Setting>, path: string): Setting {
  const [name = '', , inner] = path.split('.')
  const setting = settings[name] ?? {}
  return inner ? (setting.each?.[inner] ?? {}) : setting
}

export const fieldId = (path: string): string => `field-${path.replaceAll('.', '-')}`

/** What every control is given, whatever draws it. `leave` is called when the reader has been there. */
export type ControlProps = {
  id: string
  value: unknown
  change: (value: unknown) => void
  leave: () => void
  describedBy: string
}
