/** The ways in which TCP may deliver the same bytes: whole, byte by byte, and cut in two at every place. */
export function* everyCut(bytes: Buffer): Generator<readonly Buffer[]> {
	yield [bytes];
	yield Array.from(bytes, (_, at) => bytes.subarray(at, at + 1));
	for (let at = 1; at < bytes.length; at++) yield [bytes.subarray(0, at), bytes.subarray(at)];
}

/** Feeds chunks to a decoder and returns all its output. */
export function feed<Event>(decoder: {push(bytes: Uint8Array): Event[]}, chunks: readonly Buffer[]): Event[] {
	return chunks.flatMap(chunk => decoder.push(Buffer.from(chunk)));
}
