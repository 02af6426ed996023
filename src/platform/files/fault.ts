/**
 * Why a file is not taken:
 * `empty` has no bytes · `too_large` · `type` is nothing that may be stored · `damaged` is no whole file of its type ·
 * `encrypted` needs a password, so that nobody can look what it holds · `macros` holds a program.
 */
export type FileFault = 'empty' | 'too_large' | 'type' | 'damaged' | 'encrypted' | 'macros'

export class FileRefused extends Error {
  readonly fault: FileFault
  constructor(fault: FileFault) {
    super(fault)
    this.fault = fault
  }
}
