const NUMBER = /(?<!\d)\d(?:[- ]?\d){6,}[\dXx]?(?!\d)/g

/** Telephone and identity numbers do not lie in a browser's storage, wherever somebody wrote them. */
export const withoutNumbers = (text: string): string => text.replace(NUMBER, '***')
