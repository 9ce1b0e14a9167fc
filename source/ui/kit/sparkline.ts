/** A row of small bars that shows the recent values of a number. */

const steps = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/** The last `width` values, scaled so that the highest is a full bar; all bars are lowest when all values are 0. */
export function sparkline(values: readonly number[], width: number): string {
	const shown = width > 0 ? values.slice(-width) : [];
	const highest = Math.max(0, ...shown);
	const line = shown.map(value => {
		const step = highest === 0 ? 0 : Math.ceil((value / highest) * (steps.length - 1));
		return steps[Math.max(0, Math.min(steps.length - 1, step))] ?? ' ';
	});
	return line.join('').padStart(Math.max(0, width), ' ');
}
