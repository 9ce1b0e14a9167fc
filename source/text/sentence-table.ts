/** One function for each kind in a union of failures: a kind without a sentence does not compile. */
export type SentenceTable<F extends {readonly kind: string}> = {
	readonly [K in F['kind']]: (failure: Extract<F, {readonly kind: K}>) => string;
};
