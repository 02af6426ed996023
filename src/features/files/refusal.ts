import type { Hit } from '#platform/boundary/index.ts'
import type { FileFault } from '#platform/files/index.ts'

/** An upload that is not taken, as the sender is told; the words are the screen's. */
export type UploadRefusal = {
  status: number
  details: { code: string; [detail: string]: unknown }
  /** The boundary rule that was hit, for the record. */
  ruleId?: string
}

const faults: Record<FileFault, { status: number; code: string }> = {
  empty: { status: 422, code: 'file_empty' },
  too_large: { status: 413, code: 'too_large' },
  type: { status: 415, code: 'file_type' },
  damaged: { status: 422, code: 'file_damaged' },
  encrypted: { status: 422, code: 'file_encrypted' },
  macros: { status: 422, code: 'file_macros' },
}

export const faultRefusal = (fault: FileFault): UploadRefusal => ({
  status: faults[fault].status,
  details: { code: faults[fault].code },
})

/** `action` ask: the sender may begin again with the rule's key in the upload metadata `confirmed`. */
export const boundaryRefusal = ({ path, ruleKey, ruleId, action, advice }: Hit): UploadRefusal => ({
  status: 422,
  details: { code: 'boundary', path, ruleKey, action, advice },
  ruleId,
})

/** Carries a refusal through the upload server, which answers with `status_code` and `body`. */
export class UploadRefused extends Error {
  readonly status_code: number
  readonly body: string
  constructor({ status, details }: UploadRefusal) {
    super(details.code)
    this.status_code = status
    this.body = JSON.stringify(details)
  }
}
