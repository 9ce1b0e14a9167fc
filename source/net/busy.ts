/** How busy the program is: whether its event loop has more to do than to wait. */

/** The utilization of the event loop from which the program counts as busy. */
const busyShare = 0.5;

/** Returns a function that tells whether the program was busy since the last time it was called. */
export function busyMeter(): () => boolean {
	let before = performance.eventLoopUtilization();
	return () => {
		const now = performance.eventLoopUtilization();
		const {utilization} = performance.eventLoopUtilization(now, before);
		before = now;
		return utilization > busyShare;
	};
}
