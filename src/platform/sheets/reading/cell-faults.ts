/** What can be wrong with one cell, and what to do about it. Callers put 第 n 行「列名」 before it. */
export const cellFaults = {
  required: () => '不能为空，请填写（合并的单元格请先拆开，逐行填写）',
  formula: () => '是公式，请改为数值或文字（选中后复制，再“选择性粘贴—数值”）',
  error_value: (shown: string) => `是错误值 ${shown}，请改为数值或文字`,
  control_characters: () => '含有看不见的控制字符，请删去内容后重新输入',
  damaged_text: () => '含有乱码（�），请重新输入，或把文件另存为 UTF-8 后再导入',
  too_long: (limit: number) => `超过 ${limit} 个字，请精简，详细材料请作为附件上传`,
  not_a_date: () => '不是日期，请写成 2026-03-01 的样子（年月日都要有）',
  not_an_integer: () => '不是整数，请只写数字，不带单位和小数',
  not_a_choice: (labels: string) => `不在可选范围内，请从下拉列表中选择：${labels}`,
  precision_lost: () => '是超过15位的数字，尾数已经丢失，请把该列设为“文本”格式后重新输入',
  no_heading: () => '这一列没有列名，但有内容，请补上列名或删去内容',
} satisfies Record<string, (...details: never[]) => string>

/** `row_rule`: the row's schema says no. `duplicate`: an earlier row of the same file is the same thing. */
export type FaultCode = keyof typeof cellFaults | 'row_rule' | 'duplicate'

export type CellFault = { key?: string; column?: string; value?: string; code: FaultCode; reason: string }
