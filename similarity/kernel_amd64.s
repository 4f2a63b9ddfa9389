#include "textflag.h"

// Both kernels keep a tile of dot products in registers and add two components
// of every vector at a time: a row's pair is broadcast, the columns' pairs lie
// side by side, and one instruction multiplies 16-bit numbers and adds the two
// products in 32 bits. No sum overflows: see MaxDenseNorm.
//
// SI row panel, DI column panel, CX pairs left, DX least, R8 out.

// func tileVNNI(row, column *int16, pairs int, least, out *int32) bool
// 12 rows of 32 columns: row r in Z(2r) and Z(2r+1).

#define ROW_VNNI(r, lo, hi) \
	VPBROADCASTD (4*r)(SI), Z26; \
	VPDPWSSD Z24, Z26, lo; \
	VPDPWSSD Z25, Z26, hi

#define ABOVE_VNNI(r, lo, hi) \
	VPBROADCASTD (4*r)(DX), Z26; \
	VPCMPGTD Z26, lo, K1; \
	VPCMPGTD Z26, hi, K2; \
	KORW K1, K0, K0; \
	KORW K2, K0, K0

#define STORE_VNNI(r, lo, hi) \
	VMOVDQU32 lo, (128*r)(R8); \
	VMOVDQU32 hi, (128*r+64)(R8)

TEXT ·tileVNNI(SB), NOSPLIT, $0-41
	MOVQ row+0(FP), SI
	MOVQ column+8(FP), DI
	MOVQ pairs+16(FP), CX
	MOVQ least+24(FP), DX
	MOVQ out+32(FP), R8
	VPXORD Z0, Z0, Z0
	VPXORD Z1, Z1, Z1
	VPXORD Z2, Z2, Z2
	VPXORD Z3, Z3, Z3
	VPXORD Z4, Z4, Z4
	VPXORD Z5, Z5, Z5
	VPXORD Z6, Z6, Z6
	VPXORD Z7, Z7, Z7
	VPXORD Z8, Z8, Z8
	VPXORD Z9, Z9, Z9
	VPXORD Z10, Z10, Z10
	VPXORD Z11, Z11, Z11
	VPXORD Z12, Z12, Z12
	VPXORD Z13, Z13, Z13
	VPXORD Z14, Z14, Z14
	VPXORD Z15, Z15, Z15
	VPXORD Z16, Z16, Z16
	VPXORD Z17, Z17, Z17
	VPXORD Z18, Z18, Z18
	VPXORD Z19, Z19, Z19
	VPXORD Z20, Z20, Z20
	VPXORD Z21, Z21, Z21
	VPXORD Z22, Z22, Z22
	VPXORD Z23, Z23, Z23

loop:
	VMOVDQU32 (DI), Z24
	VMOVDQU32 64(DI), Z25
	ROW_VNNI(0, Z0, Z1)
	ROW_VNNI(1, Z2, Z3)
	ROW_VNNI(2, Z4, Z5)
	ROW_VNNI(3, Z6, Z7)
	ROW_VNNI(4, Z8, Z9)
	ROW_VNNI(5, Z10, Z11)
	ROW_VNNI(6, Z12, Z13)
	ROW_VNNI(7, Z14, Z15)
	ROW_VNNI(8, Z16, Z17)
	ROW_VNNI(9, Z18, Z19)
	ROW_VNNI(10, Z20, Z21)
	ROW_VNNI(11, Z22, Z23)
	ADDQ $48, SI
	ADDQ $128, DI
	DECQ CX
	JNZ  loop

	KXORW K0, K0, K0
	ABOVE_VNNI(0, Z0, Z1)
	ABOVE_VNNI(1, Z2, Z3)
	ABOVE_VNNI(2, Z4, Z5)
	ABOVE_VNNI(3, Z6, Z7)
	ABOVE_VNNI(4, Z8, Z9)
	ABOVE_VNNI(5, Z10, Z11)
	ABOVE_VNNI(6, Z12, Z13)
	ABOVE_VNNI(7, Z14, Z15)
	ABOVE_VNNI(8, Z16, Z17)
	ABOVE_VNNI(9, Z18, Z19)
	ABOVE_VNNI(10, Z20, Z21)
	ABOVE_VNNI(11, Z22, Z23)
	KORTESTW K0, K0
	JZ       none
	STORE_VNNI(0, Z0, Z1)
	STORE_VNNI(1, Z2, Z3)
	STORE_VNNI(2, Z4, Z5)
	STORE_VNNI(3, Z6, Z7)
	STORE_VNNI(4, Z8, Z9)
	STORE_VNNI(5, Z10, Z11)
	STORE_VNNI(6, Z12, Z13)
	STORE_VNNI(7, Z14, Z15)
	STORE_VNNI(8, Z16, Z17)
	STORE_VNNI(9, Z18, Z19)
	STORE_VNNI(10, Z20, Z21)
	STORE_VNNI(11, Z22, Z23)
	VZEROUPPER
	MOVB $1, ret+40(FP)
	RET

none:
	VZEROUPPER
	MOVB $0, ret+40(FP)
	RET

// func tileAVX2(row, column *int16, pairs int, least, out *int32) bool
// 6 rows of 16 columns: row r in Y(2r) and Y(2r+1).

#define ROW_AVX2(r, lo, hi) \
	VPBROADCASTD (4*r)(SI), Y14; \
	VPMADDWD Y12, Y14, Y15; \
	VPADDD Y15, lo, lo; \
	VPMADDWD Y13, Y14, Y15; \
	VPADDD Y15, hi, hi

#define ABOVE_AVX2(r, lo, hi) \
	VPBROADCASTD (4*r)(DX), Y14; \
	VPCMPGTD Y14, lo, Y15; \
	VPOR Y15, Y12, Y12; \
	VPCMPGTD Y14, hi, Y15; \
	VPOR Y15, Y12, Y12

#define STORE_AVX2(r, lo, hi) \
	VMOVDQU lo, (64*r)(R8); \
	VMOVDQU hi, (64*r+32)(R8)

TEXT ·tileAVX2(SB), NOSPLIT, $0-41
	MOVQ row+0(FP), SI
	MOVQ column+8(FP), DI
	MOVQ pairs+16(FP), CX
	MOVQ least+24(FP), DX
	MOVQ out+32(FP), R8
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3
	VPXOR Y4, Y4, Y4
	VPXOR Y5, Y5, Y5
	VPXOR Y6, Y6, Y6
	VPXOR Y7, Y7, Y7
	VPXOR Y8, Y8, Y8
	VPXOR Y9, Y9, Y9
	VPXOR Y10, Y10, Y10
	VPXOR Y11, Y11, Y11

loop:
	VMOVDQU (DI), Y12
	VMOVDQU 32(DI), Y13
	ROW_AVX2(0, Y0, Y1)
	ROW_AVX2(1, Y2, Y3)
	ROW_AVX2(2, Y4, Y5)
	ROW_AVX2(3, Y6, Y7)
	ROW_AVX2(4, Y8, Y9)
	ROW_AVX2(5, Y10, Y11)
	ADDQ $24, SI
	ADDQ $64, DI
	DECQ CX
	JNZ  loop

	VPXOR Y12, Y12, Y12
	ABOVE_AVX2(0, Y0, Y1)
	ABOVE_AVX2(1, Y2, Y3)
	ABOVE_AVX2(2, Y4, Y5)
	ABOVE_AVX2(3, Y6, Y7)
	ABOVE_AVX2(4, Y8, Y9)
	ABOVE_AVX2(5, Y10, Y11)
	VPTEST Y12, Y12
	JZ     none
	STORE_AVX2(0, Y0, Y1)
	STORE_AVX2(1, Y2, Y3)
	STORE_AVX2(2, Y4, Y5)
	STORE_AVX2(3, Y6, Y7)
	STORE_AVX2(4, Y8, Y9)
	STORE_AVX2(5, Y10, Y11)
	VZEROUPPER
	MOVB $1, ret+40(FP)
	RET

none:
	VZEROUPPER
	MOVB $0, ret+40(FP)
	RET
