/** What a stream's `write` is called with; a callback may follow the text. */
export type Write = (chunk: string | Uint8Array, ...rest: []) => boolean;

/** A wrapper of the terminal, otherwise the same, to which `write` writes. */
export function outputWith(stdout: NodeJS.WriteStream, write: Write): NodeJS.WriteStream {
	return new Proxy(stdout, {
		get(target, property) {
			if (property === 'write') return write;
			const value: unknown = Reflect.get(target, property, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}

/** A wrapper of the terminal with each text that is written to it replaced by that of `rewrite`. */
export const rewrittenOutput = (stdout: NodeJS.WriteStream, rewrite: (text: string) => string): NodeJS.WriteStream =>
	outputWith(stdout, (chunk, ...rest) => stdout.write(typeof chunk === 'string' ? rewrite(chunk) : chunk, ...rest));
