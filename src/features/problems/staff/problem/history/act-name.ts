import { usePageWords, useProblemWords } from '../kit.tsx'

/** What was done, in words; entries older than this page keep the name they were recorded under. */
export function useActName(): (act: string) => string {
  const acts: Record<string, string> = useProblemWords().acts
  const others: Record<string, string> = usePageWords().history.acts
  return (act) => acts[act] ?? others[act] ?? act
}
