import { figuresTable } from '#platform/masking/set/figures-table.ts'

/** docs/generated/masking-figures.md */
export const maskingFigures = async (): Promise<string> =>
  `# How often masking is right 脱敏的准确程度

Written by \`npm run generate\` from the set in \`src/platform/masking/set/\`; what it means is in [masking.md](../masking.md). Found: the same kind, from the same character to the same character.

${figuresTable()}
`
