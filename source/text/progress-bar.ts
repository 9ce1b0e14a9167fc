/** A progress bar in eighths of a cell. */

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'] as const;

/** `█████▏░░░░░░`: a share (0 to 1) of `width` cells, exactly `width` cells wide. It is full only at 1. */
export function progressBar(share: number, width: number): string {
	const within = Math.max(0, Math.min(1, Number.isFinite(share) ? share : 0));
	const steps = Math.floor(within * width * 8);
	const full = '█'.repeat(Math.floor(steps / 8));
	const part = eighths[steps % 8] ?? '';
	return (full + part).padEnd(width, '░');
}
