/** A copy of a text that does not keep the text alive from which it was cut. */
export const copyOf = (text: string): string => Buffer.from(text).toString();
