import { useAppealWork } from '#features/appeals/staff/index.ts'
import { useCampaignWork } from '#features/evaluations/staff/index.ts'
import { useOutletWork } from '#features/notices/staff/index.ts'
import { WorkPage } from '#features/problems/staff/work/page.tsx'
import { usePublicationWork } from '#features/publicity/staff/index.ts'

/** Each feature with work for people adds its lines here. */
export function Work() {
  const publications = usePublicationWork()
  const appeals = useAppealWork()
  const campaigns = useCampaignWork()
  const outlets = useOutletWork()
  return <WorkPage added={[...publications, ...appeals, ...campaigns, ...outlets]} />
}
