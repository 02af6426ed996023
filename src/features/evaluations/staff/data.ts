import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { type Acting, useActing } from '#ui/acting.ts'
import { call } from '#ui/api.ts'
import {
  type Acted,
  actEndpoints,
  type CampaignQuery,
  getCampaign,
  listCampaigns,
  listEvaluationChoices,
  type OfferedAct,
} from '../api.ts'
import type { CampaignDetail } from '../views.ts'

/** Whoever opens the page judges what stands there now. Without an id nothing is asked for. */
export const useCampaign = (id: string | undefined) =>
  useQuery({
    queryKey: ['campaign', id],
    queryFn: () => call(getCampaign, { params: { id: id ?? '' } }),
    enabled: id !== undefined,
    refetchOnMount: 'always',
  })

export const useCampaigns = (query: CampaignQuery = {}) =>
  useInfiniteQuery({
    queryKey: ['campaigns', query],
    queryFn: ({ pageParam }) =>
      call(listCampaigns, { query: { ...query, ...(pageParam ? { after: pageParam } : {}) } }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchOnMount: 'always',
  })

export const useChoices = (holder: string | undefined) =>
  useQuery({
    queryKey: ['evaluation-choices', holder],
    queryFn: () => call(listEvaluationChoices, { query: { holder: holder ?? '' } }),
    enabled: holder !== undefined && holder !== '',
  })

/** Sends acts on one campaign. */
export const useSending = ({
  id,
  version,
}: Pick<CampaignDetail, 'id' | 'version'>): Acting<OfferedAct, Acted> =>
  // One function for all acts: which fields fit is known by the schema that checks them, not by this type.
  useActing(['campaign', id], (act, fields, headers) =>
    call(actEndpoints[act], { params: { id }, body: { version, ...fields } as never, headers }),
  )
