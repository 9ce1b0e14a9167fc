/**
 * Compresses the output to the terminal. Ink repeats every colour change that precedes the redrawn part of a line,
 * and moves down line by line: on a slow connection that is most of the cost of a key press.
 */
import {rewrittenOutput} from './rewritten-output.ts';

/** SGR codes (ECMA-48, 8.3.117) by the attribute they set; the one that resets it is last. */
const groups: readonly (readonly [codes: RegExp, end: string])[] = [
	[/^(?:1|2|22)$/, '22'],
	[/^(?:3|23)$/, '23'],
	[/^(?:4|24)$/, '24'],
	[/^(?:7|27)$/, '27'],
	[/^(?:3[0-7]|9[0-7]|39)$/, '39'],
	[/^(?:4[0-7]|10[0-7]|49)$/, '49'],
];

const groupOf = (code: string): number => groups.findIndex(([codes]) => codes.test(code));

/** The net effect of a run of codes, whatever was set before; undefined when it contains an unknown code. */
function outcome(codes: readonly string[]): readonly string[] | undefined {
	if (codes.some(code => groupOf(code) < 0)) return undefined;
	return codes.filter((code, place) => {
		const group = groupOf(code);
		const later = codes.slice(place + 1).filter(other => groupOf(other) === group);
		// A reset cancels everything before it, and so does another colour. Bold and faint add up.
		const end = groups[group]?.[1];
		return !later.some(other => other === end || group >= 4) && !later.includes(code);
	});
}

const runs = /(?:\u001b\[\d+(?:;\d+)*m){2,}/g;
const steps = /(?:\u001b\[E){2,}/g;

/** The text with each run of colour changes, and of moves to the next line, as one sequence. */
export function squeeze(text: string): string {
	return text
		.replace(steps, run => `\u001b[${run.length / '\u001b[E'.length}E`)
		.replace(runs, run => {
			const codes = run.slice(2, -1).split(/m\u001b\[|;/);
			const left = outcome(codes);
			return left === undefined ? run : `\u001b[${left.join(';')}m`;
		});
}

/** A wrapper of the terminal that compresses what is written. */
export const leanOutput = (stdout: NodeJS.WriteStream): NodeJS.WriteStream => rewrittenOutput(stdout, squeeze);
