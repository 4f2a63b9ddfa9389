#include "textflag.h"

// FULL_AVX2 adds the bits of memory operands m and n to sum; carry are the bits of
// twice the worth. Y14 and Y15 are spoilt.
#define FULL_AVX2(sum, m, n, carry) \
	VMOVDQU m, Y14; \
	VMOVDQU n, Y15; \
	ADDER_AVX2(sum, Y14, Y15, carry)

#define ADDER_AVX2(sum, a, b, carry) \
	VPAND a, sum, Y13; \
	VPXOR a, sum, sum; \
	VPAND b, sum, carry; \
	VPXOR b, sum, sum; \
	VPOR Y13, carry, carry

// func addAVX2(columns *uint64, at *[8]int, planes *uint64, stride, depth, words int)
// Y0, Y1 and Y2 are the lowest three planes; a carry goes up the others in memory.
TEXT ·addAVX2(SB), NOSPLIT, $0-48
	MOVQ columns+0(FP), AX
	MOVQ at+8(FP), BX
	MOVQ 0(BX), R8
	MOVQ 8(BX), R9
	MOVQ 16(BX), R10
	MOVQ 24(BX), R11
	MOVQ 32(BX), R12
	MOVQ 40(BX), R13
	MOVQ 48(BX), R14
	MOVQ 56(BX), R15
	LEAQ (AX)(R8*8), R8
	LEAQ (AX)(R9*8), R9
	LEAQ (AX)(R10*8), R10
	LEAQ (AX)(R11*8), R11
	LEAQ (AX)(R12*8), R12
	LEAQ (AX)(R13*8), R13
	LEAQ (AX)(R14*8), R14
	LEAQ (AX)(R15*8), R15
	MOVQ planes+16(FP), SI
	MOVQ stride+24(FP), DX
	SHLQ $3, DX
	MOVQ words+40(FP), CX
	SHLQ $3, CX
	XORQ AX, AX

loop:
	LEAQ (SI)(AX*1), BX
	VMOVDQU (BX), Y0
	VMOVDQU (BX)(DX*1), Y1
	VMOVDQU (BX)(DX*2), Y2
	FULL_AVX2(Y0, (R8)(AX*1), (R9)(AX*1), Y3)
	FULL_AVX2(Y0, (R10)(AX*1), (R11)(AX*1), Y4)
	ADDER_AVX2(Y1, Y3, Y4, Y5)
	FULL_AVX2(Y0, (R12)(AX*1), (R13)(AX*1), Y3)
	FULL_AVX2(Y0, (R14)(AX*1), (R15)(AX*1), Y4)
	ADDER_AVX2(Y1, Y3, Y4, Y6)
	ADDER_AVX2(Y2, Y5, Y6, Y7)
	VMOVDQU Y0, (BX)
	VMOVDQU Y1, (BX)(DX*1)
	VMOVDQU Y2, (BX)(DX*2)
	LEAQ (BX)(DX*2), BX
	ADDQ DX, BX
	MOVQ depth+32(FP), DI
	SUBQ $3, DI
	JZ   overflow

plane:
	VMOVDQU (BX), Y8
	VPXOR Y7, Y8, Y9
	VPAND Y7, Y8, Y7
	VMOVDQU Y9, (BX)
	ADDQ DX, BX
	DECQ DI
	JNZ  plane

overflow:
	VPOR (BX), Y7, Y7
	VMOVDQU Y7, (BX)
	ADDQ $32, AX
	CMPQ AX, CX
	JLT  loop
	VZEROUPPER
	RET

// The same for 512 bits: 0x96 is the sum of three bits, 0xE8 the carry.
#define FULL_AVX512(sum, m, n, carry) \
	VMOVDQU64 m, Z14; \
	VMOVDQU64 n, Z15; \
	ADDER_AVX512(sum, Z14, Z15, carry)

#define ADDER_AVX512(sum, a, b, carry) \
	VMOVDQA64 sum, carry; \
	VPTERNLOGQ $0xE8, b, a, carry; \
	VPTERNLOGQ $0x96, b, a, sum

// func addAVX512(columns *uint64, at *[8]int, planes *uint64, stride, depth, words int)
TEXT ·addAVX512(SB), NOSPLIT, $0-48
	MOVQ columns+0(FP), AX
	MOVQ at+8(FP), BX
	MOVQ 0(BX), R8
	MOVQ 8(BX), R9
	MOVQ 16(BX), R10
	MOVQ 24(BX), R11
	MOVQ 32(BX), R12
	MOVQ 40(BX), R13
	MOVQ 48(BX), R14
	MOVQ 56(BX), R15
	LEAQ (AX)(R8*8), R8
	LEAQ (AX)(R9*8), R9
	LEAQ (AX)(R10*8), R10
	LEAQ (AX)(R11*8), R11
	LEAQ (AX)(R12*8), R12
	LEAQ (AX)(R13*8), R13
	LEAQ (AX)(R14*8), R14
	LEAQ (AX)(R15*8), R15
	MOVQ planes+16(FP), SI
	MOVQ stride+24(FP), DX
	SHLQ $3, DX
	MOVQ words+40(FP), CX
	SHLQ $3, CX
	XORQ AX, AX

loop:
	LEAQ (SI)(AX*1), BX
	VMOVDQU64 (BX), Z0
	VMOVDQU64 (BX)(DX*1), Z1
	VMOVDQU64 (BX)(DX*2), Z2
	FULL_AVX512(Z0, (R8)(AX*1), (R9)(AX*1), Z3)
	FULL_AVX512(Z0, (R10)(AX*1), (R11)(AX*1), Z4)
	ADDER_AVX512(Z1, Z3, Z4, Z5)
	FULL_AVX512(Z0, (R12)(AX*1), (R13)(AX*1), Z3)
	FULL_AVX512(Z0, (R14)(AX*1), (R15)(AX*1), Z4)
	ADDER_AVX512(Z1, Z3, Z4, Z6)
	ADDER_AVX512(Z2, Z5, Z6, Z7)
	VMOVDQU64 Z0, (BX)
	VMOVDQU64 Z1, (BX)(DX*1)
	VMOVDQU64 Z2, (BX)(DX*2)
	LEAQ (BX)(DX*2), BX
	ADDQ DX, BX
	MOVQ depth+32(FP), DI
	SUBQ $3, DI
	JZ   overflow

plane:
	VMOVDQU64 (BX), Z8
	VPXORQ Z7, Z8, Z9
	VPANDQ Z7, Z8, Z7
	VMOVDQU64 Z9, (BX)
	ADDQ DX, BX
	DECQ DI
	JNZ  plane

overflow:
	VPORQ (BX), Z7, Z7
	VMOVDQU64 Z7, (BX)
	ADDQ $64, AX
	CMPQ AX, CX
	JLT  loop
	VZEROUPPER
	RET
