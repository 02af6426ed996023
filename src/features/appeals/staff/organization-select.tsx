import { Select } from 'antd'
import { useMemo } from 'react'
import type { OrganizationLine } from '#features/organizations/api.ts'
import { useOrganizations } from './data.ts'
import { soundsLike } from './pinyin.ts'

type Common = {
  id?: string
  label?: string
  placeholder: string
  nothing: string
  among: (organization: OrganizationLine) => boolean
  describedBy?: string | undefined
  className?: string
}
type One = Common & { value: string | undefined; change: (id: string | undefined) => void }
type Many = Common & { values: string[]; changeMany: (ids: string[]) => void; most: number }

type Option = { value: string; label: string }

/** Organisations by a piece of their name or its first letters; villages with the township behind them. */
function useOptions(among: (organization: OrganizationLine) => boolean): Option[] {
  const { active, byId } = useOrganizations()
  return useMemo(
    () =>
      active.filter(among).map((o) => {
        const town = o.townshipId && o.townshipId !== o.id ? byId.get(o.townshipId)?.shortName : undefined
        return { value: o.id, label: town ? `${o.shortName} · ${town}` : o.name }
      }),
    [active, byId, among],
  )
}

const search = {
  filterOption: (typed: string, option?: Option) => soundsLike(option?.label ?? '', typed),
  // Who types `shc` means the village that begins so before the one that has it somewhere.
  filterSort: (a: Option, b: Option, { searchValue }: { searchValue: string }) =>
    rankOf(a, searchValue) - rankOf(b, searchValue),
}
const rankOf = ({ label }: Option, typed: string) =>
  soundsLike([...label].slice(0, typed.length).join(''), typed) ? 0 : 1

export function OrganizationSelect({
  id,
  label,
  value,
  change,
  placeholder,
  nothing,
  among,
  describedBy,
  className,
}: One) {
  const options = useOptions(among)
  return (
    <Select<string, Option>
      {...(id && { id })}
      {...(label && { 'aria-label': label })}
      className={className ?? 'ap-select'}
      value={value ?? null}
      options={options}
      placeholder={placeholder}
      notFoundContent={nothing}
      allowClear
      showSearch={search}
      aria-describedby={describedBy}
      popupMatchSelectWidth={false}
      onChange={(next) => change(next ?? undefined)}
    />
  )
}

export function OrganizationsSelect({
  id,
  values,
  changeMany,
  most,
  placeholder,
  nothing,
  among,
  describedBy,
}: Many) {
  const options = useOptions(among)
  return (
    <Select<string[], Option>
      {...(id && { id })}
      className="ap-select"
      mode="multiple"
      maxCount={most}
      value={values}
      options={options}
      placeholder={placeholder}
      notFoundContent={nothing}
      showSearch={search}
      aria-describedby={describedBy}
      onChange={changeMany}
    />
  )
}
