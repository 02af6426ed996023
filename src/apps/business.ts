import { appealSuccession } from '#features/appeals/index.ts'
import { together } from '#features/organizations/index.ts'
import { succession } from '#features/problems/index.ts'
import { publicationSuccession } from '#features/publicity/index.ts'

/** All that organisations answer for. A publication of a problem follows it, so publications come after. */
export const business = together([succession, publicationSuccession, appealSuccession])
