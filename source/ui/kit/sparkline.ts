/** A row of small columns: how a number went lately. */

const steps = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** The last `width` values, the highest of them as a full column; nothing but lowest columns when all are 0. */
export function sparkline(values: readonly number[], width: number): string {
	const shown = width > 0 ? values.slice(-width) : [];
	const highest = Math.max(0, ...shown);
	const line = shown.map(value => {
		const step = highest === 0 ? 0 : Math.ceil((value / highest) * (steps.length - 1));
		return steps[Math.max(0, Math.min(steps.length - 1, step))] ?? ' ';
	});
	return line.join('').padStart(Math.max(0, width), ' ');
}
