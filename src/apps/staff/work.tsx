import { WorkPage } from '#features/problems/staff/work/page.tsx'
import { publicationWork } from '#features/publicity/staff/index.ts'

/** Each feature with work for people adds its lines here. */
const sources = [publicationWork]

export const Work = () => <WorkPage sources={sources} />
