/**
 * Says the same to a terminal in fewer bytes. Ink repeats every change of colours that a line has had before the part of it
 * that it draws again, and goes down line by line: over a slow connection that is most of what a key costs.
 */

/** Codes of SGR (ECMA-48, 8.3.117) by what they change; the one that ends them is last. */
const groups: readonly (readonly [codes: RegExp, end: string])[] = [
	[/^(?:1|2|22)$/, '22'],
	[/^(?:3|23)$/, '23'],
	[/^(?:4|24)$/, '24'],
	[/^(?:7|27)$/, '27'],
	[/^(?:3[0-7]|9[0-7]|39)$/, '39'],
	[/^(?:4[0-7]|10[0-7]|49)$/, '49'],
];

const groupOf = (code: string): number => groups.findIndex(([codes]) => codes.test(code));

/** What a run of codes comes to, whatever was set before it; undefined when it has a code that is not known here. */
function outcome(codes: readonly string[]): readonly string[] | undefined {
	if (codes.some(code => groupOf(code) < 0)) return undefined;
	return codes.filter((code, place) => {
		const group = groupOf(code);
		const later = codes.slice(place + 1).filter(other => groupOf(other) === group);
		// An end makes all before it void; so does a colour. Bold and faint add up.
		const end = groups[group]?.[1];
		return !later.some(other => other === end || group >= 4) && !later.includes(code);
	});
}

const runs = /(?:\u001b\[\d+(?:;\d+)*m){2,}/g;
const steps = /(?:\u001b\[E){2,}/g;

/** The text, with runs of colour changes and of steps to the next line each as one sequence. */
export function squeeze(text: string): string {
	return text
		.replace(steps, run => `\u001b[${run.length / '\u001b[E'.length}E`)
		.replace(runs, run => {
			const codes = run.slice(2, -1).split(/m\u001b\[|;/);
			const left = outcome(codes);
			return left === undefined ? run : `\u001b[${left.join(';')}m`;
		});
}

/** The terminal, which is written to in fewer bytes; all else of it is as it is. */
export function leanOutput(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
	const write = (chunk: string | Uint8Array, ...rest: []): boolean =>
		stdout.write(typeof chunk === 'string' ? squeeze(chunk) : chunk, ...rest);
	return new Proxy(stdout, {
		get(target, property) {
			if (property === 'write') return write;
			const value: unknown = Reflect.get(target, property, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
