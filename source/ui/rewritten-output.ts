/** A wrapper of the terminal, otherwise the same, with each text that is written to it replaced by that of `rewrite`. */
export function rewrittenOutput(stdout: NodeJS.WriteStream, rewrite: (text: string) => string): NodeJS.WriteStream {
	const write = (chunk: string | Uint8Array, ...rest: []): boolean =>
		stdout.write(typeof chunk === 'string' ? rewrite(chunk) : chunk, ...rest);
	return new Proxy(stdout, {
		get(target, property) {
			if (property === 'write') return write;
			const value: unknown = Reflect.get(target, property, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
