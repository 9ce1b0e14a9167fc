/** What to type: sentences that tell a command begin it as it works here. */

let program = 'p2pci';

/** How this program is started here: `p2pci`, `npx p2pci`. Said once, before the first sentence. */
export function startedAs(name: string): void {
	program = name;
}

/** A command of this program, to be typed: `npx p2pci list`. */
export const typed = (words: string): string => `${program} ${words}`;
