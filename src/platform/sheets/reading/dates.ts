const day = 86_400_000
/** 30 December 1899, so that serial 61 is 1 March 1900: Excel believes in 29 February 1900 (serial 60). */
const epoch = Date.UTC(1899, 11, 30)

const pad = (number: number): string => String(number).padStart(2, '0')

/** `YYYY-MM-DD` when that day exists, else undefined. */
function calendarDate(year: number, month: number, date: number): string | undefined {
  const at = new Date(Date.UTC(year, month - 1, date))
  if (year < 1900 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== date) return undefined
  return `${year}-${pad(month)}-${pad(date)}`
}

/** 2026-03-01 · 2026/3/1 · 2026.3.1 · 2026年3月1日 · 20260301, each with a time of day that is left out. */
export function parseDateText(text: string): string | undefined {
  const plain = text.normalize('NFKC').replace(/\s*([年月日])\s*/g, '$1')
  const match =
    /^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))(?:[T ]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$/.exec(
      plain,
    )
  if (!match) return undefined
  const [, year, ...parts] = match
  const [month, date] = parts.filter((part) => part !== undefined)
  return calendarDate(Number(year), Number(month), Number(date))
}

/** An Excel serial as a day; `date1904` for workbooks that count from 1904 (old Mac). */
export function serialToDate(serial: number, date1904 = false): string | undefined {
  const days = Math.floor(serial + 1e-9) + (date1904 ? 1462 : 0)
  if (days < 1 || days === 60 || days > 2_958_465) return undefined
  return new Date(epoch + (days < 60 ? days + 1 : days) * day).toISOString().slice(0, 10)
}

/** The same with its time of day when it has one: what a date cell in a text column shows. */
export function serialToText(serial: number, date1904 = false): string | undefined {
  const minutes = Math.round((serial - Math.floor(serial)) * 1440)
  const time = `${pad(Math.floor(minutes / 60) % 24)}:${pad(minutes % 60)}`
  if (serial >= 0 && serial < 1) return time
  const date = serialToDate(minutes === 1440 ? serial + 1e-3 : serial, date1904)
  return date && (minutes % 1440 === 0 ? date : `${date} ${time}`)
}

/** Built-in formats that show dates, the East Asian ones (27–36, 50–58) included. */
const builtIn = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const

/** Whether a number in this format is a date to the person who looks at it (ECMA-376 18.8.30). */
export function isDateFormat(id: number, code?: string): boolean {
  if (code === undefined) return builtIn.some(([from, to]) => id >= from && id <= to)
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, '').replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
  return /[ymdhs]/i.test(bare.split(';')[0] ?? '')
}
