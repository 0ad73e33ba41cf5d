export function numbers(values: number[]): string;
export function steps(points: number[][], grid: number): string;
