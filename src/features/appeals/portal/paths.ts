import { portalPaths } from '#features/publicity/index.ts'

/** Where the pages for residents stand. No receipt ever stands in an address. */
export const appealPaths = {
  form: portalPaths.appeal,
  status: portalPaths.appealStatus,
  act: '/appeals/act',
  openData: portalPaths.openData,
  script: '/appeals/proof.js',
  challenge: '/appeals/challenge',
} as const
