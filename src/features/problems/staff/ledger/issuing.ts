import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { call } from '#ui/api.ts'
import { newId } from '#ui/new-id.ts'
import { actEndpoints } from '../../api.ts'
import type { ProblemLine } from '../../views.ts'

export type Issued = { row: ProblemLine; error?: unknown }

/**
 * Issues the chosen problems one after the other, each an act of its own with its own answer. There is no such
 * thing for closing: every closing is looked at (domain.md 6.4).
 */
export function useIssuing() {
  const client = useQueryClient()
  const [going, setGoing] = useState<{ done: number; all: number }>()
  const [results, setResults] = useState<readonly Issued[]>()
  const stopped = useRef(false)

  const go = async (rows: readonly ProblemLine[]) => {
    stopped.current = false
    const issued: Issued[] = []
    for (const row of rows) {
      if (stopped.current) break
      setGoing({ done: issued.length, all: rows.length })
      issued.push(await issueOne(row))
    }
    setGoing(undefined)
    setResults(issued)
    for (const key of ['ledger', 'counts', 'work']) void client.invalidateQueries({ queryKey: [key] })
  }
  const stop = () => {
    stopped.current = true
  }
  return { going, results, go, stop, forget: () => setResults(undefined) }
}

async function issueOne(row: ProblemLine): Promise<Issued> {
  try {
    await call(actEndpoints.issue, {
      params: { id: row.id },
      body: { commandId: newId(), version: row.version },
    })
    return { row }
  } catch (error) {
    return { row, error }
  }
}
