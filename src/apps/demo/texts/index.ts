import { countyThemes } from './county.ts'
import { environmentThemes } from './environment.ts'
import { moneyThemes } from './money.ts'
import type { Theme } from './theme.ts'
import { townThemes } from './town.ts'
import { villageThemes } from './village.ts'

export const themes: readonly Theme[] = [
  ...environmentThemes,
  ...moneyThemes,
  ...villageThemes,
  ...townThemes,
  ...countyThemes,
]
