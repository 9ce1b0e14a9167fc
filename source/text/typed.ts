/** What to type: sentences that tell a command begin it as the person did. */

let program = 'p2pci';

/** How this program was started: `p2pci`, `npx p2pci`. Said once, before the first sentence. */
export function startedAs(name: string): void {
	program = name;
}

/** A command of this program, to be typed: `npx p2pci list`. */
export const typed = (words: string): string => `${program} ${words}`;
