const size = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`
const quoted = (names: readonly string[]): string => names.map((name) => `「${name}」`).join('、')

/** Why a whole file cannot be read, in the users' words: what is wrong, then what to do. */
const messages = {
  empty_file: () => '文件是空的。请打开文件确认有内容，保存后再上传。',
  file_too_large: (limit: number) => `文件超过 ${size(limit)}。请删去图片，或拆成几个文件分别导入。`,
  unpacked_too_large: (limit: number) =>
    `文件解开后超过 ${size(limit)}，不能读取。请把数据复制到新下载的模板里再导入。`,
  too_many_parts: () => '文件内部的部件太多，不像普通表格。请把数据复制到新下载的模板里再导入。',
  too_many_rows: (limit: number) => `超过 ${limit} 行。请拆成几个文件分别导入。`,
  too_many_columns: (limit: number) => `超过 ${limit} 列。请只保留模板里的列。`,
  too_many_bad: (limit: number) =>
    `错误超过 ${limit} 处，已停止检查。请先看看是不是列错位，或整列格式不对，改好后再导入。`,
  timeout: (milliseconds: number) =>
    `读取超过 ${Math.ceil(milliseconds / 1000)} 秒仍未完成，已停止。请把数据复制到新下载的模板里，或拆成几个文件。`,
  too_much_memory: () => '文件内容过大，读取已停止。请拆成几个文件分别导入。',
  old_excel: () => '这是旧格式的表格（.xls 或 .et）。请打开后“另存为”Excel 工作簿（.xlsx），再上传。',
  encrypted: () => '文件设有打开密码。请打开后取消密码，保存后再上传。',
  macros: () => '文件里含有宏，不能导入。请“另存为”不含宏的 Excel 工作簿（.xlsx），再上传。',
  external_links: () =>
    '文件里含有指向其他文件或数据库的链接，不能导入。请在“数据—编辑链接”中断开链接，保存后再上传。',
  binary_workbook: () => '这是二进制工作簿（.xlsb）。请“另存为”Excel 工作簿（.xlsx），再上传。',
  open_document: () => '这是 .ods 表格。请“另存为”Excel 工作簿（.xlsx）或 CSV，再上传。',
  web_page: () =>
    '这个文件其实是网页，只是名字像表格（有的系统这样导出）。请用 Excel 或 WPS 打开后“另存为”.xlsx，再上传。',
  xml_spreadsheet: () => '这是 XML 格式的表格。请“另存为”Excel 工作簿（.xlsx），再上传。',
  not_a_table: () => '这不是表格文件。请上传 Excel 工作簿（.xlsx）或 CSV 文件。',
  not_a_workbook: () =>
    '这是压缩包或其他文档，里面没有工作表。请上传 Excel 工作簿（.xlsx）或 CSV 文件，不要压缩。',
  damaged: () => '文件已损坏或没有传完整。请用 Excel 或 WPS 打开确认，重新保存后再上传。',
  size_mismatch: () =>
    '文件内部记录的大小与实际不符，可能已损坏或被改动过。请把数据复制到新下载的模板里再导入。',
  encoding: () => '认不出文件的文字编码。请“另存为”CSV UTF-8，或 Excel 工作簿（.xlsx），再上传。',
  csv_quotes: (line: number) =>
    `第 ${line} 行附近的英文双引号没有成对，后面的内容分不清列。请补上或删去引号。`,
  no_sheet: () => '工作簿里没有可见的工作表。请取消隐藏，保存后再上传。',
  no_header: (headings: readonly string[]) =>
    `前 10 行里没有找到列名。请在一行里写上：${quoted(headings)}，或下载模板填写。`,
  duplicate_headings: (headings: readonly string[]) => `列名重复：${quoted(headings)}。每个列名只保留一列。`,
  missing_columns: (headings: readonly string[], unknown: readonly string[]) =>
    `缺少必填的列：${quoted(headings)}。请补上这些列${
      unknown.length > 0 ? `；表里另有不认识的列：${quoted(unknown)}，如果是写法不同，请改成模板里的列名` : ''
    }。`,
  unknown_columns: (headings: readonly string[]) =>
    `有不认识的列：${quoted(headings)}。请改成模板里的列名，不需要的请删去，以免内容丢失。`,
  wrong_template: (title: string) => `这是别的模板。请下载「${title}」的模板，把内容填进去再上传。`,
  outdated_template: (found: string, current: number) =>
    `这是第 ${found} 版模板，现在用的是第 ${current} 版，有的列含义已变。请下载新模板，把内容复制过去再上传。`,
  no_rows: () => '列名下面没有内容。请填写后再上传。',
} satisfies Record<string, (...details: never[]) => string>

export type ProblemCode = keyof typeof messages

/** Thrown inside the reader, handed to callers as `{ ok: false, problem }`. */
export class SheetProblem extends Error {
  readonly code: ProblemCode
  constructor(code: ProblemCode, message: string) {
    super(message)
    this.code = code
  }
}

/** @example throw sheetProblem('too_many_rows', limits.rows) */
export function sheetProblem<C extends ProblemCode>(
  code: C,
  ...details: Parameters<(typeof messages)[C]>
): SheetProblem {
  const say = messages[code] as (...details: Parameters<(typeof messages)[C]>) => string
  return new SheetProblem(code, say(...details))
}
