/**
 * Does the work for every item, so many at a time. After the first failure nothing more is begun; it rejects when
 * what had begun is over, so that nothing still runs in a transaction that is being rolled back.
 */
export async function atOnce<T>(
  n: number,
  items: readonly T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items.values()
  let failed = false
  const worker = async () => {
    for (const item of rest) {
      if (failed) return
      await work(item).catch((error) => {
        failed = true
        throw error
      })
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: n }, worker))
  const failure = ended.find((one) => one.status === 'rejected')
  if (failure) throw failure.reason
}
